// Loaded before a server by a control: the next in line enters in the same turn of the event loop.
globalThis.setImmediate = (task, ...args) => queueMicrotask(() => task(...args))
