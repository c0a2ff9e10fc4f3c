/**
 * The namespace of environments on one machine. A worker takes executions of the namespace that it makes environments in, and
 * no others; the doors of a machine ask for its own.
 */
export const LOCAL_NAMESPACE = "local";
