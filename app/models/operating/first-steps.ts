export type FirstStep = { label: string; to: string; isDone: boolean }

type Facts = { people: number; events: number; isMailOn: boolean; hasOwnZone: boolean }

export function firstSteps({ people, events, isMailOn, hasOwnZone }: Facts): FirstStep[] {
  return [
    { label: 'Add people', to: '/admin/users/import', isDone: people > 1 },
    { label: 'Create an event', to: '/events/new', isDone: events > 0 },
    { label: 'Set up email', to: '/admin/settings#email', isDone: isMailOn },
    { label: 'Set your time zone', to: '/admin/settings#time-zone', isDone: hasOwnZone },
  ]
}
