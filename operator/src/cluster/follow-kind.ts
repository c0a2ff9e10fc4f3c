import {
  type AnyObject,
  type ClusterConnection,
  type ClusterFault,
  type ClusterObject,
  followResource,
  type ResourceCache,
  type ResourceKind,
  resourceCache,
  resourcePath,
} from "@catalyst/kubernetes";

export interface FollowedKind<T extends ClusterObject> {
  connection: ClusterConnection;
  resource: ResourceKind;
  /** null: all, or a kind that has none. */
  namespace: string | null;
  labelSelector?: string;
  read: (object: AnyObject) => T | null;
  /** Called with what an object is now and was before, and once all that there is was told. */
  onChange: (object: T | null, former: T | null) => void;
  /** Called with an object as it was at its very end, which may be told with that alone. */
  onRemoved?: (last: T) => void;
  onComplete?: () => void;
  onFault?: (fault: ClusterFault) => void;
  signal: AbortSignal;
}

/** Follows a kind until the signal. Returns at once with what is known of it, which isn't complete yet. */
export function followKind<T extends ClusterObject>(followed: FollowedKind<T>): ResourceCache<T> {
  const { connection, resource, namespace, labelSelector, read, onChange, onRemoved, onComplete, onFault, signal } =
    followed;
  const cache = resourceCache(read);
  cache.onChange(({ object, former }) => onChange(object, former));
  const follower = {
    ...cache,
    remove(object: AnyObject) {
      const last = read(object);
      if (last !== null) {
        onRemoved?.(last);
      }
      cache.remove(object);
    },
    replace(objects: AnyObject[], version: string) {
      cache.replace(objects, version);
      onComplete?.();
    },
  };
  const path = resourcePath({ resource, namespace, name: null });
  const asked = { connection, path, signal, ...(onFault === undefined ? {} : { onFault }) };
  void followResource(labelSelector === undefined ? asked : { ...asked, query: { labelSelector } }, follower);
  return cache;
}
