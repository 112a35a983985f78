import type { HTMLAttributes } from 'react'

/** The custom elements of enhance.js; without JavaScript they are plain containers. */
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'live-total': HTMLAttributes<HTMLElement> & { total: number; given: number }
      'copy-text': HTMLAttributes<HTMLElement>
      'said-sizes': HTMLAttributes<HTMLElement>
    }
  }
}
