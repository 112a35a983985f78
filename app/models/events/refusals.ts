/** By form field: each message shows beside the field that can fix it. */
export const eventRefusals = {
  'too-late': { closesDate: ['This time has passed. Enter a later one.'] },
  'closes-before-open': { closesDate: ['Requests must close after they open.'] },
  'closes-after-start': { closesDate: ['Requests must close before the event starts.'] },
  owner: {
    ownerId: ['Only an admin can change the owner, and the new owner must be an active organizer.'],
  },
  opened: { opens: ['Requests are already open, so the opening time can’t change.'] },
  closed: { closesDate: ['Requests are already closed. To open them again, reopen the event.'] },
  locked: {
    totalTickets: ['The terms of the draw are locked, so the number of tickets can’t change now.'],
  },
  'confirm-past': { confirmDate: ['This time has passed. Enter a later one.'] },
  'confirm-passed': {
    confirmDate: ['This time has passed, so it can’t change until results are reopened.'],
  },
  'confirm-earlier': {
    confirmDate: ['People were told this time. You can make it later, not earlier or empty.'],
  },
  'confirm-release': {
    releasesUnconfirmed: [
      'People were told that nothing happens to tickets that are not confirmed. You can’t change this now.',
    ],
  },
  'confirm-soon': {
    confirmDate: ['Results are out, so people need at least 72 hours. Enter a later time.'],
  },
  cancelled: { '': ['The event is cancelled, so it can’t be changed.'] },
}

/** `not-found` has its own page. */
export const requestRefusals = {
  'not-open': {
    '': ['Requests for this event are not open, so nothing was saved. What you chose is below.'],
  },
  'too-many': { sizes: ['The organizer has lowered the most tickets per person. Choose again.'] },
  'no-person': {
    userId: ['Choose an active person from the list.'],
  },
}

export const confirmRefusals = {
  'not-open':
    'Requests for this event are not open, so you can no longer confirm this one. Nothing was changed.',
  stale:
    'The request was changed after this page was shown, so nothing was confirmed. This page now shows the new request. Read it again.',
}

export const withdrawalRefusals = {
  'not-open': 'Requests for this event are not open, so the request was not withdrawn.',
  stale:
    'The request has been changed. It is shown above as it is now. Press again to withdraw it.',
}
