/** A socket that git hands on to its hooks as it is. */
export const DOOR_CHANNEL = 3;
