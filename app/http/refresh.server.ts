import { json } from '@remix-run/node'

/** A page that shows something under way and comes again by itself, also without JavaScript. Its route hands on `loaderHeaders`. */
export function answerAndRefresh<Data>(data: Data, isUnderWay: boolean) {
  return json(data, isUnderWay ? { headers: { Refresh: '2' } } : {})
}
