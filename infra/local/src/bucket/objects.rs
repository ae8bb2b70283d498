//! Objects as S3 stores them: `s3s-fs`, with the features that it lacks.
//!
//! Content with a wrong checksum is not stored. Parts have checksums, and an object joined from
//! parts has a composite one. Each request is checked against the role of its sender. Each new
//! object causes an event.

use super::access::Access;
use super::composite::{Composites, PartSum};
use super::events::Events;
use super::verify::{Verdict, held_to};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use s3s::dto::*;
use s3s::{S3, S3Request, S3Response, S3Result, s3_error};
use s3s_fs::FileSystem;
use std::path::PathBuf;

pub(super) struct Objects {
    pub(super) keeper: FileSystem,
    /// The folder in which the keeper stores its metadata.
    pub(super) root: PathBuf,
    pub(super) composites: Composites,
    pub(super) access: Access,
    pub(super) events: Events,
}

fn asks<T>(request: &S3Request<T>) -> Option<String> {
    let credentials = request.credentials.as_ref();
    credentials.map(|credentials| credentials.access_key.clone())
}

#[async_trait::async_trait]
impl S3 for Objects {
    async fn put_object(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let mut request = self.access.allow(request, "s3:PutObject", &bucket, &key)?;
        let verdict = Verdict::default();
        if let Some(sha256) = request.input.checksum_sha256.clone() {
            let body = request.input.body.take();
            request.input.body = body.map(|body| held_to(body, &sha256, verdict.clone()));
        }
        match self.keeper.put_object(request).await {
            Ok(response) => {
                self.composites.forget(&key);
                self.events.object_created(&key, "PutObject");
                Ok(response)
            }
            Err(_) if verdict.is_bad() => Err(s3_error!(
                BadDigest,
                "The SHA256 you specified did not match the calculated checksum."
            )),
            Err(error) => Err(error),
        }
    }

    async fn get_object(
        &self,
        request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let asks = asks(&request);
        let request = self.access.allow(request, "s3:GetObject", &bucket, &key)?;
        let got = self.keeper.get_object(request).await;
        got.map_err(|error| self.access.missing(asks.as_deref(), error))
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let asks = asks(&request);
        let request = self.access.allow(request, "s3:GetObject", &bucket, &key)?;
        let found = self.keeper.head_object(request).await;
        let mut found = found.map_err(|error| self.access.missing(asks.as_deref(), error))?;
        let whole = found.output.checksum_sha256.take();
        found.output.checksum_sha256 = whole.or_else(|| self.composites.of(&key));
        Ok(found)
    }

    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let request = self
            .access
            .allow(request, "s3:DeleteObject", &bucket, &key)?;
        let deleted = self.keeper.delete_object(request).await?;
        self.composites.forget(&key);
        // The keeper does not delete these files.
        let name = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let begin = format!(".bucket-{}.object-{}", name(&bucket), name(&key));
        for end in ["metadata.json", "internal.json"] {
            let _ = std::fs::remove_file(self.root.join(format!("{begin}.{end}")));
        }
        Ok(deleted)
    }

    async fn copy_object(
        &self,
        request: S3Request<CopyObjectInput>,
    ) -> S3Result<S3Response<CopyObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let from = match &request.input.copy_source {
            CopySource::Bucket {
                bucket: of, key, ..
            } if **of == bucket => key.to_string(),
            _ => return Err(s3_error!(AccessDenied)),
        };
        let credentials = request.credentials.clone();
        let mut request = self.access.allow(request, "s3:GetObject", &bucket, &from)?;
        request.credentials = credentials;
        let request = self.access.allow(request, "s3:PutObject", &bucket, &key)?;
        let copied = self.keeper.copy_object(request).await?;
        // A copy is made in one piece, so it has no composite checksum.
        self.composites.forget(&key);
        self.events.object_created(&key, "CopyObject");
        Ok(copied)
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let request = self.access.allow(request, "s3:PutObject", &bucket, &key)?;
        self.keeper.create_multipart_upload(request).await
    }

    async fn upload_part(
        &self,
        request: S3Request<UploadPartInput>,
    ) -> S3Result<S3Response<UploadPartOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let mut request = self.access.allow(request, "s3:PutObject", &bucket, &key)?;
        let (upload, number) = (request.input.upload_id.clone(), request.input.part_number);
        let Some(sha256) = request.input.checksum_sha256.clone() else {
            return Err(s3_error!(
                InvalidRequest,
                "The upload was begun with checksums."
            ));
        };
        let verdict = Verdict::default();
        let body = request.input.body.take();
        request.input.body = body.map(|body| held_to(body, &sha256, verdict.clone()));
        match self.keeper.upload_part(request).await {
            Ok(mut response) => {
                let etag = response.output.e_tag.as_ref();
                let etag = etag.map(|etag| etag.value().to_owned()).unwrap_or_default();
                let sum = PartSum {
                    etag,
                    sha256: sha256.clone(),
                };
                let kept = self.composites.keep_part(&upload, number, &sum);
                kept.map_err(|error| s3_error!(error, InternalError))?;
                response.output.checksum_sha256 = Some(sha256);
                Ok(response)
            }
            Err(_) if verdict.is_bad() => Err(s3_error!(
                BadDigest,
                "The SHA256 you specified did not match the calculated checksum."
            )),
            // The keeper gives this error both for an upload that has ended and for one of another
            // access key. Here only the first happens.
            Err(error) if error.code() == &s3s::S3ErrorCode::AccessDenied => {
                Err(s3_error!(NoSuchUpload))
            }
            Err(error) => Err(error),
        }
    }

    async fn list_parts(
        &self,
        request: S3Request<ListPartsInput>,
    ) -> S3Result<S3Response<ListPartsOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let upload = request.input.upload_id.clone();
        let request = self
            .access
            .allow(request, "s3:ListMultipartUploadParts", &bucket, &key)?;
        if !self.root.join(format!(".upload-{upload}.json")).exists() {
            return Err(s3_error!(NoSuchUpload));
        }
        let mut listed = self.keeper.list_parts(request).await?;
        for part in listed.output.parts.iter_mut().flatten() {
            let sum = part
                .part_number
                .and_then(|number| self.composites.part(&upload, number));
            if let Some(sum) = sum {
                part.e_tag = Some(ETag::Strong(sum.etag));
                part.checksum_sha256 = Some(sum.sha256);
            }
        }
        if let Some(parts) = &mut listed.output.parts {
            parts.sort_by_key(|part| part.part_number);
        }
        Ok(listed)
    }

    async fn complete_multipart_upload(
        &self,
        request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let upload = request.input.upload_id.clone();
        let request = self.access.allow(request, "s3:PutObject", &bucket, &key)?;
        if !self.root.join(format!(".upload-{upload}.json")).exists() {
            return Err(s3_error!(NoSuchUpload));
        }
        let asked = request.input.multipart_upload.as_ref();
        let asked = asked.and_then(|asked| asked.parts.as_ref());
        let mut sums = Vec::new();
        for part in asked.into_iter().flatten() {
            let number = part.part_number.unwrap_or_default();
            let etag = part.e_tag.as_ref().map(|etag| etag.value().to_owned());
            let named = (etag.unwrap_or_default(), part.checksum_sha256.clone());
            match self.composites.part(&upload, number) {
                Some(sum) if named == (sum.etag.clone(), Some(sum.sha256.clone())) => {
                    sums.push(sum);
                }
                _ => return Err(s3_error!(InvalidPart)),
            }
        }
        let completed = self.keeper.complete_multipart_upload(request).await?;
        let kept = self.composites.keep(&key, &sums);
        kept.map_err(|error| s3_error!(error, InternalError))?;
        self.composites.forget_parts(&upload);
        self.events.object_created(&key, "CompleteMultipartUpload");
        Ok(completed)
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let upload = request.input.upload_id.clone();
        let request = self
            .access
            .allow(request, "s3:AbortMultipartUpload", &bucket, &key)?;
        if !self.root.join(format!(".upload-{upload}.json")).exists() {
            return Err(s3_error!(NoSuchUpload));
        }
        self.composites.forget_parts(&upload);
        self.keeper.abort_multipart_upload(request).await
    }
}
