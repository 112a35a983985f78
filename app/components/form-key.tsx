import { useRouteLoaderData } from '@remix-run/react'

type Root = { formKey: { name: string; value: string } | null }

/**
 * Tells this form of this rendering of the page from every other, so that a second press of it is known as one.
 * It comes first in every form that posts: the door looks for it there. Pages for everybody have none.
 */
export function FormKey({ id = '' }: { id?: string }) {
  const key = useRouteLoaderData<Root>('root')?.formKey
  return key ? <input type="hidden" name={key.name} value={`${key.value}.${id}`} /> : null
}
