/** Where the web answers: at an address, or on a socket that this user alone may open. */
export type WebPlace = { url: URL } | { socketPath: string };
