const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text made safe for HTML, between tags and inside quoted attributes alike.
 *
 * @param text - any text
 *
 * @example
 * escapeHtml("κ < 1 & \"flat\""); // "κ &lt; 1 &amp; &quot;flat&quot;"
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/**
 * A value as JSON that may stand inside `<script>`, as data or as a JavaScript literal.
 *
 * `<` is written as an escape, so that neither `</script` nor `<!--` can end or change the
 * script, and so are the two line separators that old JavaScript does not allow in strings.
 *
 * @param value - anything `JSON.stringify` takes
 * @throws TypeError if the value has no JSON, as `undefined` or a function
 *
 * @example
 * scriptJson("</script>"); // "\"\\u003c/script>\""
 */
export function scriptJson(value: unknown): string {
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError(`scriptJson: ${typeof value} has no JSON`);
  return json.replace(/[<\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
