import type { ReactNode } from 'react'
import { Actions, PostForm } from './form.tsx'

/** A page that asks once more before many rows change at once. The way back stands first. */
export function ConfirmFill(props: {
  gridPath: string
  allocationVersion: number
  button: string
  children: ReactNode
}) {
  return (
    <PostForm form={{ id: 'confirm' }}>
      {props.children}
      <input type="hidden" name="allocationVersion" value={props.allocationVersion} />
      <Actions>
        <a className="button quiet" href={props.gridPath}>
          Back to the grid
        </a>
        <button type="submit" className="danger">
          {props.button}
        </button>
      </Actions>
    </PostForm>
  )
}
