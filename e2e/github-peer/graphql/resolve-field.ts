import type { GraphQLResolveInfo } from "graphql";
import type { Asking } from "./asking.ts";

type Asked = [source: object, args: object, asking: Asking, info: GraphQLResolveInfo];

/** A field is what the object has under its name, or what it makes when it is asked; what it hasn't isn't built. */
export function resolveField(...[source, args, asking, info]: Asked): unknown {
  if (!(info.fieldName in source)) {
    throw new Error(`${info.parentType.name}.${info.fieldName} isn't built into the peer.`);
  }
  const value = (source as Record<string, unknown>)[info.fieldName];
  return typeof value === "function" ? value(args, asking) : value;
}
