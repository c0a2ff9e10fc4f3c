import { type ClusterConnection, ClusterFault, type ClusterRequest } from "@catalyst/kubernetes";

interface Kept {
  metadata: { name: string; uid?: string; resourceVersion: string };
}

/** A cluster that keeps what it is given under its path, and writes a version only over the one that it knows. */
export function memoryCluster() {
  const objects = new Map<string, Kept>();
  let isAway = false;
  let now = new Date();
  const answer = memoryAnswers(objects);
  const connection: ClusterConnection = {
    async send(request) {
      if (isAway) {
        throw new ClusterFault("unavailable", "it is away");
      }
      return structuredClone(answer(request));
    },
    stream: () => Promise.reject(new ClusterFault("unavailable", "nothing is told here")),
    now: () => now,
    close: async () => undefined,
  };
  return {
    ...{ connection, objects },
    setAway: (away: boolean) => {
      isAway = away;
    },
    setNow: (time: Date) => {
      now = time;
    },
  };
}

function memoryAnswers(objects: Map<string, Kept>) {
  let version = 1;
  const write = (path: string, body: Kept): Kept => {
    version++;
    const object = { ...body, metadata: { ...body.metadata, resourceVersion: String(version) } };
    objects.set(path, object);
    return object;
  };
  const find = (path: string): Kept => {
    const known = objects.get(path);
    if (known === undefined) {
      throw new ClusterFault("not_found", "it isn't there");
    }
    return known;
  };
  const refuseUnless = (isSame: boolean) => {
    if (!isSame) {
      throw new ClusterFault("conflict", "it is another one");
    }
  };
  return ({ method, path, body }: ClusterRequest): Kept => {
    const given = body as Kept & { preconditions?: { uid: string } };
    switch (method) {
      case "POST": {
        const place = `${path}/${given.metadata.name}`;
        if (objects.has(place)) {
          throw new ClusterFault("exists", "it is there already");
        }
        return write(place, given);
      }
      case "PUT":
        refuseUnless(given.metadata.resourceVersion === find(path).metadata.resourceVersion);
        return write(path, given);
      case "DELETE": {
        const known = find(path);
        refuseUnless(given.preconditions === undefined || given.preconditions.uid === known.metadata.uid);
        objects.delete(path);
        return known;
      }
      default:
        return find(path);
    }
  };
}
