import { createRequestHandler, type ServerBuild } from '@remix-run/node'

export type PageHandler = ReturnType<typeof createRequestHandler>
type Route = ServerBuild['routes'][string]

// Remix ranks all routes several times a request, so each route gets a handler that knows only itself.
export function pageHandlers(build: ServerBuild): (pathname: string) => PageHandler {
  const forAll = createRequestHandler(build, 'production')
  const pages = Object.values(build.routes)
    .filter((route): route is Route => route !== undefined && isPage(route))
    .sort((a, b) => rankOf(a).localeCompare(rankOf(b)))
    .map(route => ({
      address: addressOf(route),
      handler: createRequestHandler(onlyWith(build, ['root', route.id]), 'production'),
    }))
  return pathname => pages.find(({ address }) => address.test(pathname))?.handler ?? forAll
}

function onlyWith(build: ServerBuild, ids: string[]): ServerBuild {
  const pick = <Value>(all: Record<string, Value>) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => ids.includes(id)))
  return {
    ...build,
    routes: pick(build.routes),
    assets: { ...build.assets, routes: pick(build.assets.routes) },
  }
}

const isPage = ({ id, path }: Route) => id !== 'root' && path !== '*'
const isParameter = (segment: string) => /^:\w+$/.test(segment)

/** Like Remix, fixed segments before parameters: `/events/new` is no event. */
function rankOf({ path = '' }: Route): string {
  return path
    .split('/')
    .map(segment => (isParameter(segment) ? '1' : '0'))
    .join('')
}

function addressOf({ path = '' }: Route): RegExp {
  const segments = path.split('/').filter(Boolean)
  const patterns = segments.map(segment => segment.replaceAll('.', '\\.').replace(/:\w+/, '[^/]+'))
  return new RegExp(`^${patterns.map(pattern => `/${pattern}`).join('') || '/'}$`)
}
