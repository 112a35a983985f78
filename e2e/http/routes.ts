import { readdirSync } from 'node:fs'
import path from 'node:path'

export type Route = {
  path: string
  hasAction: boolean
  /** Whether a GET renders a page; others answer with a file or a redirect. */
  hasPage: boolean
}

type Built = {
  routes: Record<
    string,
    { path?: string; id: string; module: { action?: unknown; default?: unknown } }
  >
}

/** Every address of the built app, as Remix has them, without the page for unknown addresses. */
export async function builtRoutes(): Promise<Route[]> {
  const folder = path.resolve('build/server')
  const name = readdirSync(folder).find(file => /^server-build-.*\.js$/.test(file))
  if (!name) throw new Error('there is no build: npm run build')
  const { routes }: Built = await import(path.join(folder, name))
  return Object.values(routes)
    .filter(route => route.id !== 'root' && route.path !== '*')
    .map(({ path: address = '', module }) => ({
      path: `/${address}`,
      hasAction: module.action !== undefined,
      hasPage: module.default !== undefined,
    }))
}

export function addressOf(route: Pick<Route, 'path'>, params: Record<string, string>): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`nothing to put in for :${name} of ${route.path}`)
    return value
  })
}
