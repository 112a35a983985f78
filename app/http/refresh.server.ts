import { json } from '@remix-run/node'

/** The page reloads by itself, even without JavaScript. Its route must pass on `loaderHeaders`. */
export function answerAndRefresh<Data>(data: Data, isUnderWay: boolean) {
  return json(data, isUnderWay ? { headers: { Refresh: '2' } } : {})
}
