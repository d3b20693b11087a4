import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/**
 * Jupyter's wire protocol 5.3: multipart messages of identities, a signature and four JSON
 * parts. https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */

/** Who sent what, when. */
export interface Header {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
}

/** A received message. */
export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly metadata: Record<string, unknown>;
  readonly content: Record<string, unknown>;
}

const delimiter = Buffer.from("<IDS|MSG>");
const protocolVersion = "5.3";

/** Signs, packs and unpacks the messages of one kernel. */
export class JupyterWire {
  readonly #key: string;
  readonly #session = randomUUID();

  /** @param key - the connection file's key; empty means that messages are not signed */
  constructor(key: string) {
    this.#key = key;
  }

  /** @throws Error if the message is malformed or its signature is wrong */
  unpack(frames: readonly Buffer[]): Message {
    const at = frames.findIndex((frame) => frame.equals(delimiter));
    const [signature, ...parts] = frames.slice(at + 1);
    if (at < 0 || signature === undefined || parts.length < 4)
      throw new Error(
        `JupyterWire.unpack: got ${frames.length} frames, expected a Jupyter message`,
      );
    const wanted = Buffer.from(this.#sign(parts.slice(0, 4)));
    if (signature.length !== wanted.length || !timingSafeEqual(signature, wanted))
      throw new Error("JupyterWire.unpack: the signature of a message is wrong");
    const [header, , metadata, content] = parts.map((part) => JSON.parse(part.toString()));
    return { identities: frames.slice(0, at), header, metadata, content };
  }

  /** A message of `type` in answer to `parent`. */
  pack(
    type: string,
    content: Record<string, unknown>,
    parent: Message | undefined,
    identities: readonly Buffer[] = [],
  ): Buffer[] {
    const header: Header = {
      msg_id: randomUUID(),
      session: this.#session,
      username: "kernel",
      date: new Date().toISOString(),
      msg_type: type,
      version: protocolVersion,
    };
    const parts = [header, parent?.header ?? {}, {}, content].map((p) =>
      Buffer.from(JSON.stringify(p)),
    );
    return [...identities, delimiter, Buffer.from(this.#sign(parts)), ...parts];
  }

  #sign(parts: readonly Buffer[]): string {
    if (this.#key === "") return "";
    const hmac = createHmac("sha256", this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  }
}
