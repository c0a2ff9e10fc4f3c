import { LoadingRows } from "../../../../components/parts/shown/loading-rows.tsx";

export default function Loading() {
  return <LoadingRows what="the team" />;
}
