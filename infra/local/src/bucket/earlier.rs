//! Objects as earlier versions stored them: the content as a file, and what S3 knows of it in files of their own beside the
//! bucket's folder. Each becomes one file at the first start.

use super::keeper::{Keeper, keys};
use super::stored::{About, Opened};
use crate::hex::hex;
use crate::names::BUCKET;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use s3s::dto::Metadata;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::io;
use std::path::Path;
use tokio::fs::File;

/// What the earlier files say of an object.
#[derive(Debug, Default, Deserialize)]
struct Attributes {
    user_metadata: Option<Metadata>,
    content_type: Option<String>,
    content_disposition: Option<String>,
}

/// Makes one file of each object that an earlier version stored. `root` is the folder above the bucket's, and `composites` that of the
/// checksums of objects in parts. What is done stays done when this is broken off.
pub(super) async fn take_over(keeper: &Keeper, root: &Path, composites: &Path) -> io::Result<()> {
    let described = |name: &str| name.starts_with(".bucket-") && name.ends_with(".json");
    let mut names = std::fs::read_dir(root)?.flatten();
    if !names.any(|entry| entry.file_name().to_str().is_some_and(described)) {
        return Ok(());
    }
    for key in keys(&root.join(BUCKET), "")? {
        let (Some(place), Err(_)) = (keeper.place(&key), keeper.object(&key).await) else {
            continue;
        };
        let file = |end: &str| {
            let name = |text: &str| URL_SAFE_NO_PAD.encode(text);
            let begin = format!(".bucket-{}.object-{}", name(BUCKET), name(&key));
            root.join(format!("{begin}.{end}.json"))
        };
        let attributes: Attributes = read_json(&file("metadata"));
        let composite = composites.join(hex(&Sha256::digest(key.as_bytes())));
        let about = About {
            content_type: attributes.content_type,
            content_disposition: attributes.content_disposition,
            metadata: attributes.user_metadata,
            sha256: std::fs::read_to_string(composite).unwrap_or_default(),
            ..About::default()
        };
        let earlier = File::open(&place).await?;
        let size = earlier.metadata().await?.len();
        let content = Opened {
            about: About {
                size,
                ..About::default()
            },
            modified: std::time::SystemTime::now(),
            file: earlier,
        };
        let mut whole = keeper.begin()?;
        whole.add_from(content).await?;
        whole.finish(&place, about, true).await?;
        for end in ["metadata", "internal"] {
            let _ = std::fs::remove_file(file(end));
        }
    }
    // What is left is of uploads in parts, which begin anew.
    for entry in std::fs::read_dir(root)?.flatten() {
        let name = entry.file_name();
        let earlier = [".bucket-", ".upload-", ".upload_id-", ".tmp."];
        let text = name.to_string_lossy();
        if earlier.iter().any(|begin| text.starts_with(begin)) {
            std::fs::remove_file(entry.path())?;
        }
    }
    let _ = std::fs::remove_dir_all(composites);
    Ok(())
}

fn read_json<T: Default + for<'de> Deserialize<'de>>(file: &Path) -> T {
    let read = std::fs::read(file).ok();
    let read = read.and_then(|json| serde_json::from_slice(&json).ok());
    read.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use tokio::io::AsyncReadExt;

    #[tokio::test]
    async fn an_object_of_an_earlier_version_is_the_same_object() {
        let name = format!("docket-{}", uuid::Uuid::new_v4().simple());
        let root = std::env::temp_dir().join(name);
        let key = "files/A-1/x";
        let object = root.join(BUCKET).join(key);
        std::fs::create_dir_all(object.parent().unwrap()).unwrap();
        std::fs::write(&object, b"content").unwrap();
        let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let begin = format!(".bucket-{}.object-{}", encoded(BUCKET), encoded(key));
        let attributes = br#"{"user_metadata":{"checksum":"c-2"},"content_type":"text/plain","content_disposition":"attachment"}"#;
        std::fs::write(root.join(format!("{begin}.metadata.json")), attributes).unwrap();
        std::fs::write(root.join(format!("{begin}.internal.json")), b"{}").unwrap();
        std::fs::write(root.join(".upload-1.json"), b"null").unwrap();

        let keeper = Keeper::open(&root).unwrap();
        for _ in 0..2 {
            take_over(&keeper, &root, &root.join("composites"))
                .await
                .unwrap();
            let found = keeper.object(key).await.unwrap().unwrap();
            assert_eq!(found.about.content_type.as_deref(), Some("text/plain"));
            assert_eq!(
                found.about.content_disposition.as_deref(),
                Some("attachment")
            );
            assert_eq!(found.about.metadata.as_ref().unwrap()["checksum"], "c-2");
            assert_eq!(found.about.size, 7);
            assert_eq!(
                found.about.sha256,
                STANDARD.encode(Sha256::digest(b"content"))
            );
            let mut content = String::new();
            found
                .file
                .take(7)
                .read_to_string(&mut content)
                .await
                .unwrap();
            assert_eq!(content, "content");
        }
        let left: Vec<_> = std::fs::read_dir(&root).unwrap().flatten().collect();
        assert_eq!(
            left.len(),
            3,
            "the bucket, what is unfinished, and uploads: {left:?}"
        );
        std::fs::remove_dir_all(root).unwrap();
    }

    #[tokio::test]
    async fn half_an_object_is_none() {
        let name = format!("docket-{}", uuid::Uuid::new_v4().simple());
        let root = std::env::temp_dir().join(name);
        let keeper = Keeper::open(&root).unwrap();
        let half = keeper.begin().unwrap();
        assert!(keeper.object("incoming/A-1/x").await.unwrap().is_none());
        // The process is killed: nothing removes it.
        std::mem::forget(half);
        assert_eq!(
            std::fs::read_dir(root.join(".unfinished")).unwrap().count(),
            1
        );
        Keeper::open(&root).unwrap();
        assert_eq!(
            std::fs::read_dir(root.join(".unfinished")).unwrap().count(),
            0
        );
        std::fs::remove_dir_all(root).unwrap();
    }
}
