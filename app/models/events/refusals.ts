/** By form field: each message shows beside the field that can fix it. */
export const eventRefusals = {
  'too-late': { closesDate: ['This time has passed. Enter a later one.'] },
  'closes-before-open': { closesDate: ['Requests must close after they open.'] },
  'closes-after-start': { closesDate: ['Requests must close before the event starts.'] },
  owner: { ownerId: ['Only an admin hands an event over, and only to an active organizer.'] },
  opened: { opens: ['Requests have opened meanwhile, so when they open can change no more.'] },
  closed: { closesDate: ['Requests are already closed. To open them again, reopen the event.'] },
  locked: {
    totalTickets: ['The terms of the draw are locked, so the number of tickets cannot change now.'],
  },
  cancelled: { '': ['The event was cancelled and can change no more.'] },
}

/** `not-found` has its own page. */
export const requestRefusals = {
  'not-open': {
    '': ['Requests for this event are not open, so nothing was saved. What you chose is below.'],
  },
  'too-many': { sizes: ['The organizer has lowered the most tickets per person. Choose again.'] },
  'no-person': {
    userId: ['Nobody active was found for this choice. Choose a person of the list.'],
  },
}

export const confirmRefusals = {
  'not-open':
    'Requests for this event are not open, so you can no longer confirm this one. Nothing was changed.',
  stale:
    'The request was changed after this page was shown, so nothing was confirmed. This page now shows the new request. Read it again.',
}

export const withdrawalRefusals = {
  'not-open': 'Requests for this event are not open, so the request stays.',
  stale:
    'The request has been changed. It is shown above as it is now. Press again to withdraw it.',
}
