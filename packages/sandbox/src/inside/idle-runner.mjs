// Stands in for the runner when only the isolation itself is tried.
export function start() {}
