type Holder = Record<string, unknown>;

/** What is wrong with a payload: one field of it, however deep, is missing or null. */
export interface Mutation {
  /** `issue.user.id` */
  field: string;
  how: "missing" | "null";
}

/** Each of them in turn, in the payload itself, which is whole again afterwards. */
export function* mutate(payload: object, within = ""): Generator<Mutation> {
  const holder = payload as Holder;
  for (const name of Object.keys(holder)) {
    const value = holder[name];
    const field = within === "" ? name : `${within}.${name}`;
    holder[name] = null;
    yield { field, how: "null" };
    delete holder[name];
    yield { field, how: "missing" };
    holder[name] = value;
    if (typeof value === "object" && value !== null) {
      yield* mutate(value, field);
    }
  }
}
