/** The webhooks that the peer emits, as GitHub's description names them. */
export const EVENTS: readonly string[] = [];
