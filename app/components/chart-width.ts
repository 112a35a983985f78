/** So that the words in a picture stay readable on a phone. */
export const PHONE_WIDTH = 360
