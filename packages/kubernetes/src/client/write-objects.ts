import type { z } from "zod";
import { ClusterFault } from "./cluster-fault.ts";
import { AnyObject } from "./cluster-object.ts";
import type { ClusterConnection } from "./connect-cluster.ts";
import { type ResourcePlace, resourcePath } from "./resource-path.ts";

/** Whose fields they are that are written. */
export interface Writing {
  fieldManager: string;
  /** Nothing is kept of it: the API server only says what would become of it. */
  isDryRun?: boolean;
}

/** One place of one object. */
export type ObjectPlace = ResourcePlace & { name: string };

/** What an object must still be for something to be done with it. */
export interface Precondition {
  uid: string;
  resourceVersion?: string;
}

/** One that was only tried has no version. */
const WrittenObject = AnyObject.extend({ metadata: AnyObject.shape.metadata.partial({ resourceVersion: true }) });
type WrittenObject = z.infer<typeof WrittenObject>;

/** Makes an object of a name that nothing has yet. Throws `ClusterFault`: `exists` where something has. */
export async function createObject(
  connection: ClusterConnection,
  { place, object, writing }: { place: ResourcePlace; object: object; writing: Writing },
): Promise<WrittenObject> {
  const query = { ...queryFor(writing), fieldValidation: "Strict" };
  const path = resourcePath({ ...place, name: null });
  return readObject(WrittenObject, await connection.send({ method: "POST", path, query, body: object }));
}

/**
 * Makes these fields of the object so, and the object where it isn't there; what it wrote before and doesn't say now goes. `isForced`: also
 * those that somebody else wrote, without which that is a `conflict`. Throws `ClusterFault`.
 */
export async function applyObject(
  connection: ClusterConnection,
  { place, object, writing, isForced }: { place: ObjectPlace; object: object; writing: Writing; isForced: boolean },
): Promise<WrittenObject> {
  return readObject(
    WrittenObject,
    await connection.send({
      ...{ method: "PATCH", path: resourcePath(place), body: object, contentType: "application/apply-patch+yaml" },
      query: { ...queryFor(writing), force: isForced, fieldValidation: "Strict" },
    }),
  );
}

/**
 * Changes these fields alone; null takes one away. Where the change has a `uid` or a `resourceVersion`, the object must still be that one. Throws
 * `ClusterFault`: `conflict` where it isn't.
 */
export async function mergeObject(
  connection: ClusterConnection,
  { place, change, writing }: { place: ObjectPlace; change: object; writing: Writing },
): Promise<WrittenObject> {
  return readObject(
    WrittenObject,
    await connection.send({
      ...{ method: "PATCH", path: resourcePath(place), body: change, contentType: "application/merge-patch+json" },
      query: queryFor(writing),
    }),
  );
}

/** Writes the whole object over the version that it is of. Throws `ClusterFault`: `conflict` where there is a later one. */
export async function replaceObject(
  connection: ClusterConnection,
  { place, object, writing }: { place: ObjectPlace; object: object; writing: Writing },
): Promise<WrittenObject> {
  const query = { ...queryFor(writing), fieldValidation: "Strict" };
  const path = resourcePath(place);
  return readObject(WrittenObject, await connection.send({ method: "PUT", path, query, body: object }));
}

/** null: it isn't there, by the API server's own word. Throws `ClusterFault` for everything else. */
export async function readOne(connection: ClusterConnection, place: ObjectPlace): Promise<AnyObject | null> {
  try {
    return readObject(AnyObject, await connection.send({ method: "GET", path: resourcePath(place) }));
  } catch (cause) {
    if (cause instanceof ClusterFault && cause.kind === "not_found") {
      return null;
    }
    throw cause;
  }
}

/**
 * Asks for its end; one that isn't there is no fault. `graceSeconds`: 0 doesn't wait for what runs in it. Throws `ClusterFault`: `conflict`
 * where it is another one than was said.
 */
export async function deleteObject(
  connection: ClusterConnection,
  { place, precondition, graceSeconds }: { place: ObjectPlace; precondition?: Precondition; graceSeconds?: number },
): Promise<void> {
  const body = {
    ...{ apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Background" },
    ...(precondition === undefined ? {} : { preconditions: precondition }),
    ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }),
  };
  try {
    await connection.send({ method: "DELETE", path: resourcePath(place), body });
  } catch (cause) {
    if (!(cause instanceof ClusterFault && cause.kind === "not_found")) {
      throw cause;
    }
  }
}

function queryFor({ fieldManager, isDryRun = false }: Writing) {
  return { fieldManager, dryRun: isDryRun ? "All" : undefined };
}

function readObject<T>(schema: z.ZodType<T>, answer: unknown): T {
  const object = schema.safeParse(answer);
  if (!object.success) {
    throw new ClusterFault("unavailable", "it answered something that is no object");
  }
  return object.data;
}
