//! Objects as S3 stores them, for the operations that Docket uses.
//!
//! Content with a wrong checksum is not stored. Parts have checksums, and an object joined from
//! parts has a composite one. Each request is checked against the role of its sender. Each new
//! object causes an event.

use super::access::Access;
use super::content::Content;
use super::events::Events;
use super::keeper::{Keeper, Upload};
use super::stored::{About, Opened, Unfinished, tag};
use super::verify::{Verdict, held_to};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use s3s::dto::*;
use s3s::{S3, S3Request, S3Response, S3Result, s3_error};
use sha2::{Digest, Sha256};
use std::io;
use std::path::PathBuf;

pub(super) struct Objects {
    pub(super) keeper: Keeper,
    pub(super) access: Access,
    pub(super) events: Events,
}

fn asks<T>(request: &S3Request<T>) -> Option<String> {
    let credentials = request.credentials.as_ref();
    credentials.map(|credentials| credentials.access_key.clone())
}

fn broken(error: io::Error) -> s3s::S3Error {
    s3_error!(error, InternalError)
}

/// The same about parts: their folder is gone when their upload has ended in the meantime.
fn ended(error: io::Error) -> s3s::S3Error {
    match error.kind() {
        io::ErrorKind::NotFound => s3_error!(error, NoSuchUpload),
        _ => broken(error),
    }
}

/// Refuses an object that is another one than the condition says.
fn matches(about: &About, condition: Option<&ETagCondition>) -> S3Result<()> {
    match condition {
        Some(ETagCondition::ETag(tag)) if tag.value() != about.e_tag => {
            Err(s3_error!(PreconditionFailed, "The object is another one."))
        }
        _ => Ok(()),
    }
}

/// Returns a length as S3 has it.
fn signed(length: u64) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

impl Objects {
    /// Stores content in that file, if it has that checksum. Tells of the object with this key, if there is one.
    async fn store(
        &self,
        body: Option<StreamingBlob>,
        sha256: Option<&str>,
        place: PathBuf,
        about: About,
        key: Option<&str>,
    ) -> S3Result<About> {
        let body = body.ok_or_else(|| s3_error!(IncompleteBody))?;
        let verdict = Verdict::default();
        let body = match sha256 {
            Some(sha256) => held_to(body, sha256, verdict.clone()),
            None => body,
        };
        let mut unfinished = self.keeper.begin().map_err(broken)?;
        if let Err(error) = unfinished.add(body).await {
            return Err(match verdict.is_bad() {
                true => s3_error!(
                    BadDigest,
                    "The SHA256 you specified did not match the calculated checksum."
                ),
                false => s3_error!(error, IncompleteBody),
            });
        }
        let told = key.map(|key| (key.to_owned(), "PutObject"));
        self.finish(unfinished, place, about, told).await
    }

    /// Puts an object into its place, and tells of it. Both happen even if the client hangs up in the middle.
    async fn finish(
        &self,
        unfinished: Unfinished,
        place: PathBuf,
        about: About,
        told: Option<(String, &'static str)>,
    ) -> S3Result<About> {
        let events = self.events.clone();
        let is_part = self.keeper.is_part(&place);
        let finished = tokio::spawn(async move {
            let stored = unfinished.finish(&place, about, !is_part).await?;
            if let Some((key, reason)) = told {
                events.object_created(&key, reason);
            }
            Ok(stored)
        });
        finished
            .await
            .map_err(io::Error::other)
            .flatten()
            .map_err(if is_part { ended } else { broken })
    }

    fn place(&self, key: &str) -> S3Result<PathBuf> {
        let place = self.keeper.place(key);
        place.ok_or_else(|| s3_error!(InvalidArgument, "The key is not Docket's."))
    }

    async fn object(&self, key: &str) -> S3Result<Opened> {
        let object = self.keeper.object(key).await.map_err(broken)?;
        object.ok_or_else(|| s3_error!(NoSuchKey))
    }

    fn upload(&self, id: &str, key: &str) -> S3Result<Upload> {
        let upload = self.keeper.upload(id, key);
        upload.ok_or_else(|| s3_error!(NoSuchUpload))
    }
}

#[async_trait::async_trait]
impl S3 for Objects {
    async fn put_object(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let request = self.access.allow(request, "s3:PutObject", &bucket, &key)?;
        let input = request.input;
        let place = self.place(&key)?;
        let only_new = input
            .if_none_match
            .is_some_and(|condition| condition.is_any());
        if only_new && place.exists() {
            return Err(s3_error!(PreconditionFailed, "Object already exists"));
        }
        let about = About::said(
            input.content_type,
            input.content_disposition,
            input.metadata,
        );
        let sha256 = input.checksum_sha256.as_deref();
        let stored = self.store(input.body, sha256, place, about, Some(&key));
        let stored = stored.await?;
        Ok(S3Response::new(PutObjectOutput {
            e_tag: Some(ETag::Strong(stored.e_tag)),
            checksum_sha256: sha256.map(str::to_owned),
            ..PutObjectOutput::default()
        }))
    }

    async fn get_object(
        &self,
        request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let asks = asks(&request);
        let request = self.access.allow(request, "s3:GetObject", &bucket, &key)?;
        let found = self.object(&key).await;
        let found = found.map_err(|error| self.access.missing(asks.as_deref(), error))?;
        matches(&found.about, request.input.if_match.as_ref())?;
        let Opened {
            about,
            file,
            modified,
        } = found;
        let range = match request.input.range {
            Some(range) => Some(range.check(about.size)?),
            None => None,
        };
        let (first, end) = range
            .as_ref()
            .map_or((0, about.size), |range| (range.start, range.end));
        let content = Content::of(file, first, end - first)
            .await
            .map_err(broken)?;
        let whole = end - first == about.size;
        Ok(S3Response::new(GetObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            body: Some(StreamingBlob::wrap(content)),
            content_length: Some(signed(end - first)),
            content_range: range
                .map(|range| format!("bytes {}-{}/{}", range.start, range.end - 1, about.size)),
            content_type: about.content_type,
            content_disposition: about.content_disposition,
            metadata: about.metadata,
            last_modified: Some(modified.into()),
            e_tag: Some(ETag::Strong(about.e_tag)),
            checksum_sha256: whole.then_some(about.sha256),
            ..GetObjectOutput::default()
        }))
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let asks = asks(&request);
        let input = self.access.allow(request, "s3:GetObject", &bucket, &key)?;
        let input = input.input;
        let found = self.object(&key).await;
        let found = found.map_err(|error| self.access.missing(asks.as_deref(), error))?;
        let about = found.about;
        matches(&about, input.if_match.as_ref())?;
        Ok(S3Response::new(HeadObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            content_length: Some(signed(about.size)),
            content_type: about.content_type,
            content_disposition: about.content_disposition,
            metadata: about.metadata,
            last_modified: Some(found.modified.into()),
            e_tag: Some(ETag::Strong(about.e_tag)),
            checksum_sha256: Some(about.sha256),
            ..HeadObjectOutput::default()
        }))
    }

    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        self.access
            .allow(request, "s3:DeleteObject", &bucket, &key)?;
        self.keeper.remove(&key).map_err(broken)?;
        Ok(S3Response::new(DeleteObjectOutput::default()))
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
        let input = request.input;
        let place = self.place(&key)?;
        let source = self.object(&from).await?;
        matches(&source.about, input.copy_source_if_match.as_ref())?;
        let replaces = input
            .metadata_directive
            .as_ref()
            .map(MetadataDirective::as_str);
        // A copy is made in one piece, so its checksum is that of its content.
        let about = match replaces {
            Some(MetadataDirective::REPLACE) => About::said(
                input.content_type,
                input.content_disposition,
                input.metadata,
            ),
            _ => About {
                e_tag: String::new(),
                sha256: String::new(),
                ..source.about.clone()
            },
        };
        let mut copy: Unfinished = self.keeper.begin().map_err(broken)?;
        copy.add_from(source).await.map_err(broken)?;
        let stored = self.finish(copy, place, about, Some((key, "CopyObject")));
        let stored = stored.await?;
        Ok(S3Response::new(CopyObjectOutput {
            copy_object_result: Some(CopyObjectResult {
                e_tag: Some(ETag::Strong(stored.e_tag)),
                checksum_sha256: Some(stored.sha256),
                ..CopyObjectResult::default()
            }),
            ..CopyObjectOutput::default()
        }))
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let request = self.access.allow(request, "s3:PutObject", &bucket, &key)?;
        let input = request.input;
        let about = About::said(
            input.content_type,
            input.content_disposition,
            input.metadata,
        );
        let upload = Upload {
            key: key.clone(),
            about,
        };
        let id = self.keeper.begin_upload(&upload).map_err(broken)?;
        Ok(S3Response::new(CreateMultipartUploadOutput {
            bucket: Some(bucket),
            key: Some(key),
            upload_id: Some(id),
            ..CreateMultipartUploadOutput::default()
        }))
    }

    async fn upload_part(
        &self,
        request: S3Request<UploadPartInput>,
    ) -> S3Result<S3Response<UploadPartOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let request = self.access.allow(request, "s3:PutObject", &bucket, &key)?;
        let input = request.input;
        let Some(sha256) = input.checksum_sha256 else {
            return Err(s3_error!(
                InvalidRequest,
                "The upload was begun with checksums."
            ));
        };
        self.upload(&input.upload_id, &key)?;
        let place = self.keeper.part(&input.upload_id, input.part_number);
        let place = place.ok_or_else(|| s3_error!(NoSuchUpload))?;
        let stored = self
            .store(input.body, Some(&sha256), place, About::default(), None)
            .await?;
        Ok(S3Response::new(UploadPartOutput {
            e_tag: Some(ETag::Strong(stored.e_tag)),
            checksum_sha256: Some(sha256),
            ..UploadPartOutput::default()
        }))
    }

    async fn list_parts(
        &self,
        request: S3Request<ListPartsInput>,
    ) -> S3Result<S3Response<ListPartsOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let id = request.input.upload_id.clone();
        self.access
            .allow(request, "s3:ListMultipartUploadParts", &bucket, &key)?;
        self.upload(&id, &key)?;
        let parts = self.keeper.parts(&id).await.map_err(ended)?;
        let parts = parts.into_iter().map(|(number, part)| Part {
            part_number: Some(number),
            size: Some(signed(part.about.size)),
            e_tag: Some(ETag::Strong(part.about.e_tag)),
            checksum_sha256: Some(part.about.sha256),
            last_modified: Some(part.modified.into()),
            ..Part::default()
        });
        Ok(S3Response::new(ListPartsOutput {
            parts: Some(parts.collect()),
            bucket: Some(bucket),
            key: Some(key),
            upload_id: Some(id),
            is_truncated: Some(false),
            ..ListPartsOutput::default()
        }))
    }

    async fn complete_multipart_upload(
        &self,
        request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let id = request.input.upload_id.clone();
        let request = self.access.allow(request, "s3:PutObject", &bucket, &key)?;
        let upload = self.upload(&id, &key)?;
        let place = self.place(&key)?;
        let asked = request.input.multipart_upload;
        let asked = asked.and_then(|asked| asked.parts).unwrap_or_default();
        let (mut whole, mut sums) = (self.keeper.begin().map_err(broken)?, Sha256::new());
        for part in &asked {
            let number = part.part_number.unwrap_or_default();
            let file = self
                .keeper
                .part(&id, number)
                .ok_or_else(|| s3_error!(InvalidPart))?;
            let there = Opened::at(&file).await.map_err(broken)?;
            let there = there.ok_or_else(|| s3_error!(InvalidPart))?;
            let named = part.e_tag.as_ref().map(ETag::value) == Some(&there.about.e_tag)
                && part.checksum_sha256.as_ref() == Some(&there.about.sha256);
            let sum = STANDARD.decode(&there.about.sha256).ok();
            let sum = sum
                .filter(|_| named)
                .ok_or_else(|| s3_error!(InvalidPart))?;
            sums.update(sum);
            whole.add_from(there).await.map_err(broken)?;
        }
        let sums = sums.finalize();
        let about = About {
            sha256: format!("{}-{}", STANDARD.encode(sums), asked.len()),
            e_tag: format!("{}-{}", tag(&sums), asked.len()),
            ..upload.about
        };
        let told = (key.clone(), "CompleteMultipartUpload");
        let stored = self.finish(whole, place, about, Some(told)).await?;
        self.keeper.end_upload(&id);
        Ok(S3Response::new(CompleteMultipartUploadOutput {
            bucket: Some(bucket),
            key: Some(key),
            e_tag: Some(ETag::Strong(stored.e_tag)),
            checksum_sha256: Some(stored.sha256),
            ..CompleteMultipartUploadOutput::default()
        }))
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let id = request.input.upload_id.clone();
        self.access
            .allow(request, "s3:AbortMultipartUpload", &bucket, &key)?;
        self.upload(&id, &key)?;
        self.keeper.end_upload(&id);
        Ok(S3Response::new(AbortMultipartUploadOutput::default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_holds_for_the_object_that_it_names_alone() {
        let about = About {
            e_tag: "a".to_owned(),
            ..About::default()
        };
        let condition = |tag: &str| ETagCondition::ETag(ETag::Strong(tag.to_owned()));
        assert!(matches(&about, None).is_ok());
        assert!(matches(&about, Some(&condition("a"))).is_ok());
        let refused = matches(&about, Some(&condition("b"))).unwrap_err();
        assert_eq!(refused.code(), &s3s::S3ErrorCode::PreconditionFailed);
    }
}
