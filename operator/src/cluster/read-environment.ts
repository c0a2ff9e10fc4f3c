import { type AnyObject, EnvironmentResource } from "@catalyst/kubernetes";

/**
 * An Environment; null: it is in words of another version, whose operator's matter it is. Its end is everybody's: of one that is to go nothing but
 * what is wanted needs to be read.
 */
export function readEnvironment(object: AnyObject): EnvironmentResource | null {
  const environment = EnvironmentResource.safeParse(object);
  if (environment.success) {
    return environment.data;
  }
  const isGoing = typeof object.metadata.deletionTimestamp === "string";
  return isGoing ? (EnvironmentResource.safeParse({ ...object, status: undefined }).data ?? null) : null;
}
