import { argv, env } from 'node:process'

/**
 * React loads its development build, which takes up to twice the processor time, unless NODE_ENV says production at
 * that moment. The environment and `.env` are ignored: only `npm run dev` asks for it, by an argument.
 */
export function chooseRendering(): void {
  env.NODE_ENV = argv.includes('--development') ? 'development' : 'production'
}
