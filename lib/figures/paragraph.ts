/** A caption from its sentences, those left out where they are "". */
export function paragraph(sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== "").join(" ");
}
