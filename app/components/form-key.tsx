import { useRouteLoaderData } from '@remix-run/react'

type Root = { formKey: { name: string; value: string } | null }

/**
 * Identifies this form on this rendering of the page, so that the door recognizes a second press.
 * It must be the first field: the door reads it there. Pages without a session have none.
 */
export function FormKey({ id = '' }: { id?: string }) {
  const key = useRouteLoaderData<Root>('root')?.formKey
  return key ? <input type="hidden" name={key.name} value={`${key.value}.${id}`} /> : null
}
