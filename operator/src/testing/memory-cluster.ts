import { type ClusterConnection, ClusterFault, type ClusterRequest } from "@catalyst/kubernetes";

interface Kept {
  metadata: { name: string; resourceVersion: string };
}

/** A cluster that keeps what it is given under its path, and writes a version only over the one that it knows. */
export function memoryCluster() {
  const objects = new Map<string, Kept>();
  let version = 1;
  let isAway = false;
  const write = (path: string, body: Kept) => {
    version++;
    const object = { ...body, metadata: { ...body.metadata, resourceVersion: String(version) } };
    objects.set(path, object);
    return object;
  };
  const answer = ({ method, path, body }: ClusterRequest): unknown => {
    const given = body as Kept;
    const known = objects.get(method === "POST" ? `${path}/${given.metadata.name}` : path);
    if (method === "POST") {
      if (known !== undefined) {
        throw new ClusterFault("exists", "it is there already");
      }
      return write(`${path}/${given.metadata.name}`, given);
    }
    if (known === undefined) {
      throw new ClusterFault("not_found", "it isn't there");
    }
    if (method === "PUT") {
      if (given.metadata.resourceVersion !== known.metadata.resourceVersion) {
        throw new ClusterFault("conflict", "it is another version");
      }
      return write(path, given);
    }
    return known;
  };
  const connection: ClusterConnection = {
    async send(request) {
      if (isAway) {
        throw new ClusterFault("unavailable", "it is away");
      }
      return structuredClone(answer(request));
    },
    stream: () => Promise.reject(new ClusterFault("unavailable", "nothing is told here")),
    now: () => new Date(),
    close: async () => undefined,
  };
  return {
    connection,
    objects,
    setAway: (away: boolean) => {
      isAway = away;
    },
  };
}
