/** Where a node is. There is one at a time on a machine: names and addresses are the same each time. */
export const NODE = {
  /** Of the link, of the folders of control groups. */
  name: "catalyst-node",
  hostAddress: "10.77.0.1",
  address: "10.77.0.2",
  pods: "10.244.0.0/24",
  /** As clouds have one, for what a node's pods must not read. */
  metadataAddress: "169.254.169.254",
} as const;
