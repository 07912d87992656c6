import { createHash } from 'node:crypto'

const line = 'BT /F1 14 Tf 72 760 Td (Demonstration only: this paper stands for a document that does not exist.) Tj ET'

const content = new TextEncoder().encode(
  [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>endobj',
    '4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj',
    `5 0 obj<</Length ${line.length}>>stream`,
    line,
    'endstream endobj',
    'trailer<</Root 1 0 R>>',
    '%%EOF',
    '',
  ].join('\n'),
)

/** One page that says that it stands for a document: what the papers of a demonstration are made of. */
export const inventedPaper = {
  mediaType: 'application/pdf',
  size: content.byteLength,
  sha256: createHash('sha256').update(content).digest('hex'),
  content,
} as const
