/** React does not run in the browser, but Remix requires this file. */
export {}
