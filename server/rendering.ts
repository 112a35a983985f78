import { argv, env } from 'node:process'

// Unless NODE_ENV is production at import, React loads its slower development build. Only `npm run dev` asks for it.
export function chooseRendering(): void {
  env.NODE_ENV = argv.includes('--development') ? 'development' : 'production'
}
