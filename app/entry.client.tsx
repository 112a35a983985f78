/** Nothing of React runs in the browser; Remix asks for this file all the same. */
export {}
