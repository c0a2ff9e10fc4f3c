import { choicesOf, follow, type Placed, within } from "./schema.ts";

const MAX_DEPTH = 30;

/** Names that a schema had and doesn't have now, each with its place. */
export function findLost(before: Placed, now: Placed, path: string): string[] {
  if (path.split(".").length > MAX_DEPTH) {
    return [];
  }
  const choices = choicesOf(follow(now));
  return choicesOf(follow(before)).flatMap((choice) => {
    // What it became is the one that has most of it.
    const [fewest = []] = choices.map((one) => findLostOf(choice, one, path)).toSorted((a, b) => a.length - b.length);
    return fewest;
  });
}

function findLostOf(before: Placed, now: Placed, path: string): string[] {
  const known = Object.entries(before.schema.properties ?? {});
  const { items } = before.schema;
  return [
    ...known.flatMap(([name, schema]) => {
      const same = now.schema.properties?.[name];
      const place = `${path}.${name}`;
      return same === undefined ? [`${place}: is gone`] : findLost(within(before, schema), within(now, same), place);
    }),
    ...(items === undefined ? [] : findLost(within(before, items), within(now, now.schema.items ?? {}), `${path}[]`)),
  ];
}
