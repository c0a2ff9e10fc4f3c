/** What each mutation is given. */
export interface Input<Wish> {
  input: Wish & { clientMutationId?: string | null };
}

/** Each payload has back what its request was named. */
export function answerTo<Payload extends object>({ input }: Input<object>, payload: Payload) {
  return { clientMutationId: input.clientMutationId ?? null, ...payload };
}
