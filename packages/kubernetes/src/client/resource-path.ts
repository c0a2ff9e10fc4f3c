/** A kind of objects, as the API server's addresses name it. */
export interface ResourceKind {
  /** `""` for what was there before groups. */
  group: string;
  version: string;
  plural: string;
}

export interface ResourcePlace {
  resource: ResourceKind;
  /** null: of all namespaces, or of a kind that has none. */
  namespace: string | null;
  /** null: all that are there. */
  name: string | null;
  subresource?: "status" | "scale" | "token" | "eviction" | "binding";
}

export function resourcePath({ resource, namespace, name, subresource }: ResourcePlace): string {
  const { group, version, plural } = resource;
  const steps = [
    ...(group === "" ? ["api", version] : ["apis", group, version]),
    ...(namespace === null ? [] : ["namespaces", namespace]),
    plural,
    ...(name === null ? [] : [name]),
    ...(subresource === undefined ? [] : [subresource]),
  ];
  return `/${steps.map(encodeURIComponent).join("/")}`;
}
