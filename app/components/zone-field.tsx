import { nameOfZone } from '#app/values/time-zone.ts'
import { Select } from './form.tsx'

type Props = Pick<Parameters<typeof Select>[0], 'field' | 'hint'> & { zones: string[] }

export function ZoneField({ field, hint, zones }: Props) {
  return (
    <Select
      field={field}
      label="Time zone"
      hint={hint}
      choices={zones.map(zone => ({ value: zone, label: nameOfZone(zone) }))}
    />
  )
}
