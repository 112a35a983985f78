import { LARGEST_NUMBER } from '#app/allocation/roll.ts'
import { BadInput } from './bad-input.ts'
import { cut, shown } from './quote.ts'

export type Read<T> = (value: unknown, place: string) => T

export const text: Read<string> = (value, place) => {
  if (typeof value !== 'string') throw new BadInput(place, `must be a text, not ${shown(value)}`)
  return value
}

export const textOrNull: Read<string | null> = (value, place) =>
  value === null ? null : text(value, place)

/** As it goes into the seed, between other parts. */
export const eventName: Read<string> = (value, place) => {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(text(value, place)))
    throw new BadInput(place, `must be 1 to 64 letters, digits, - or _, not ${shown(value)}`)
  return text(value, place)
}

/** Why a number was set by hand. */
export const reason: Read<string> = (value, place) => {
  const given = text(value, place)
  if (!/[\p{L}\p{N}]/u.test(given) || /\p{Cc}/u.test(given))
    throw new BadInput(place, `must say something, without control characters, not ${shown(value)}`)
  return given
}

export const hex: Read<string> = (value, place) => {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) {
    throw new BadInput(place, `must be 64 lower-case hex digits, not ${shown(value)}`)
  }
  return value
}

export function wholeFrom(least: number): Read<number> {
  return (value, place) => {
    if (!Number.isInteger(value) || Number(value) < least || Number(value) > LARGEST_NUMBER) {
      throw new BadInput(
        place,
        `must be a whole number from ${least} to ${LARGEST_NUMBER}, not ${shown(value)}`,
      )
    }
    return Number(value)
  }
}

export function orNull<T>(read: Read<T>): Read<T | null> {
  return (value, place) => (value === null ? null : read(value, place))
}

export function oneOf<T extends string | number>(allowed: readonly T[]): Read<T> {
  return (value, place) => {
    const found = allowed.find(one => one === value)
    if (found === undefined) {
      throw new BadInput(place, `must be ${allowed.join(', ')}, not ${shown(value)}`)
    }
    return found
  }
}

export function listOf<T>(read: Read<T>): Read<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw new BadInput(place, `must be a list, not ${shown(value)}`)
    return value.map((item, index) => read(item, `${place}, item ${index + 1}`))
  }
}

/** As a map, since a code may be `constructor`. */
export function mapOf<T>(read: Read<T>): Read<ReadonlyMap<string, T>> {
  return (value, place) =>
    new Map(
      Object.entries(asObject(value, place)).map(([key, own]) => [
        key,
        read(own, `${place}, ${cut(key)}`),
      ]),
    )
}

export function objectOf<T>(fields: { readonly [K in keyof T]: Read<T[K]> }): Read<T> {
  return (value, place) => {
    const within = (name: string) => (place === 'document' ? name : `${place}, ${name}`)
    const object = asObject(value, place)
    for (const name of Object.keys(object)) {
      if (!Object.hasOwn(fields, name))
        throw new BadInput(within(cut(name)), 'is not a field of a draw')
    }
    const read = {} as T
    for (const name of Object.keys(fields) as (keyof T & string)[]) {
      if (!Object.hasOwn(object, name)) throw new BadInput(within(name), 'is missing')
      read[name] = fields[name](object[name], within(name))
    }
    return read
  }
}

function asObject(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadInput(place, `must be an object, not ${shown(value)}`)
  }
  return value as Record<string, unknown>
}
