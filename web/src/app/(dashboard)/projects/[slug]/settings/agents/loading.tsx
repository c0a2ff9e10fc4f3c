import { LoadingRows } from "../../../../../../components/parts/loading-rows.tsx";

export default function Loading() {
  return <LoadingRows what="settings" />;
}
