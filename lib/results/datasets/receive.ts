import { open, truncate } from "node:fs/promises";
import { fileSize } from "./partFile.js";

/** What may be said about a transfer, and while it goes on. */
export interface TransferOptions {
  /** Told of the bytes that are there so far, and of how many there will be. */
  readonly onProgress?: (received: number, total: number) => void;
  /** Ends the transfer, keeping what came so far. */
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte after which the transfer fails; 30,000 unless told. */
  readonly patience?: number;
}

/**
 * Appends to a file what it lacks of the content at an address, by an HTTP range request; a server that
 * knows no ranges sends all of it again.
 *
 * @param part - the file, which is there
 * @param bytes - length that is expected; ten times that is refused
 * @throws Error whose message is the reason; what came before it stays in the file
 */
export async function receive(
  url: URL,
  part: string,
  bytes: number,
  options: TransferOptions = {},
): Promise<void> {
  const { onProgress, signal, patience = 30_000 } = options;
  let have = await fileSize(part);
  if (have === bytes) return;
  if (have > bytes) {
    await truncate(part);
    have = 0;
  }

  const silence = new AbortController();
  let timer = setTimeout(() => {}, 0);
  const waitAgain = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), patience);
  };
  const file = await open(part, "a");
  try {
    waitAgain();
    const headers: Record<string, string> = { "accept-encoding": "identity" };
    if (have > 0) headers.range = `bytes=${have}-`;
    const signals = signal ? [signal, silence.signal] : [silence.signal];
    const response = await fetch(url, { headers, signal: AbortSignal.any(signals) });
    if (response.status === 416 || (response.status === 206 && startOf(response) !== have)) {
      await response.body?.cancel();
      await file.truncate();
      throw new Error("the server cannot continue what was begun");
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`the server answers ${response.status} ${response.statusText}`.trim());
    }
    if (response.status !== 206) {
      await file.truncate();
      have = 0;
    }
    const total = have + Number(response.headers.get("content-length") ?? bytes - have);
    // Node's bodies can be iterated; the DOM's types do not know it yet.
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      waitAgain();
      await file.appendFile(piece);
      have += piece.length;
      if (have > 10 * bytes)
        throw new Error(`more than ten times the expected ${bytes} bytes came`);
      onProgress?.(have, total);
    }
    await file.sync();
  } catch (error) {
    signal?.throwIfAborted();
    if (silence.signal.aborted) throw new Error(`nothing came for ${patience / 1000} s`);
    throw error;
  } finally {
    clearTimeout(timer);
    await file.close();
  }
}

/** Where a partial answer starts, by its header "content-range: bytes 100-199/200". */
const startOf = (response: Response): number =>
  Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? NaN);

/** In a few words why a transfer failed. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: NodeJS.ErrnoException };
  if (message === "terminated") return "the connection broke off";
  if (cause === undefined) return message;
  return reasons[cause.code ?? ""] ?? (cause.message || message);
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: "there is no network, or no such server",
  EAI_AGAIN: "there is no network, or no such server",
  ENETUNREACH: "there is no network",
  ECONNREFUSED: "the connection is refused",
  ECONNRESET: "the connection broke off",
  UND_ERR_SOCKET: "the connection broke off",
  UND_ERR_CONNECT_TIMEOUT: "the server cannot be reached",
};
