export { publicationPaperFor } from './papers.ts'
export { newsPaperFor } from './public-news.ts'
export { isPublicationInSight, type PublicationPayload } from './publication-store.ts'
export { publicationsRouter, publicNewsRouter } from './router.ts'
