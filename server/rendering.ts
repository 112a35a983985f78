import { argv, env } from 'node:process'

// React loads its development build, up to twice as slow, unless NODE_ENV is production at import. Only an argument,
// used by `npm run dev`, asks for it; the environment and `.env` are ignored.
export function chooseRendering(): void {
  env.NODE_ENV = argv.includes('--development') ? 'development' : 'production'
}
