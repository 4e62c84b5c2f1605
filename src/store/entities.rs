//! The tables as sea-orm sees them. Nothing here leaves `store`: other rooms get its own structs.
#![allow(missing_docs)] // Columns are told in the migration.

/// A person who may sign in.
pub mod account {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub name: String,
        pub name_key: String,
        pub display_name: String,
        pub email: Option<String>,
        pub password_hash: Option<String>,
        pub is_admin: bool,
        pub language: String,
        pub rights: i64,
        pub created_at: i64,
        pub disabled_at: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A token with which programs act for a person.
pub mod api_token {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "api_token")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        pub account_id: String,
        pub name: String,
        pub created_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One act, in the order acts became durable.
pub mod change {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "change")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at: i64,
        pub r#type: String,
        pub version: i32,
        pub page_id: Option<String>,
        pub space_id: Option<String>,
        pub account_id: Option<String>,
        pub data: String,
        pub revision: Option<i32>,
        pub in_force: Option<bool>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One face of a page, for lists.
pub mod face {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "face")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub page_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub face: String,
        pub revision: i32,
        pub space_id: String,
        pub kind: String,
        pub title: String,
        pub title_sort: String,
        pub title_folded: Option<String>,
        pub code: String,
        pub status: String,
        pub summary: String,
        pub honesty: String,
        pub updated_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A circle that may see a face.
pub mod face_audience {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "face_audience")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub page_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub face: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub token: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A file at a page.
pub mod file {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "file")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub page_id: String,
        pub name: String,
        pub name_key: String,
        pub version: i32,
        pub created_by: Option<String>,
        pub created_at: i64,
        pub removed_at: Option<i64>,
        pub removed_from: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a file was; never changed once written.
pub mod file_version {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "file_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub file_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub sha256: String,
        pub name: String,
        pub media_type: String,
        pub size: i64,
        pub width: Option<i32>,
        pub height: Option<i32>,
        pub from_revision: i32,
        pub findings: String,
        pub account_id: Option<String>,
        pub at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Facts about this wiki itself.
pub mod instance {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "instance")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub value: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A person's role in a space.
pub mod membership {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "membership")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub space_id: String,
        pub role: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The head of a page.
pub mod page {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "page")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub space_id: String,
        pub kind: String,
        pub slug: String,
        pub path: String,
        pub parent_id: Option<String>,
        pub visibility: String,
        pub working: i32,
        pub released: Option<i32>,
        pub created_by: Option<String>,
        pub created_at: i64,
        pub updated_at: i64,
        pub trashed_at: Option<i64>,
        pub locked_at: Option<i64>,
        pub has_files: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A row of a record set at a page.
pub mod record {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "record")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub page_id: String,
        pub record_set: String,
        pub per: Option<String>,
        pub version: i32,
        pub fields: String,
        pub is_closed: bool,
        pub created_by: Option<String>,
        pub created_at: i64,
        pub updated_at: i64,
        pub removed_at: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a row of a record set was; never changed once written.
pub mod record_version {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "record_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub record_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub fields: String,
        pub is_removed: bool,
        pub account_id: Option<String>,
        pub at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// That a revision came into force.
pub mod release {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "release")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub page_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub revision: i32,
        pub at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One revision, never changed once written.
pub mod revision {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "revision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub page_id: String,
        pub number: i32,
        pub title: String,
        pub status: String,
        pub fields: String,
        pub extra: String,
        pub text: String,
        pub content_hash: String,
        pub account_id: Option<String>,
        pub at: i64,
        pub change_note: String,
        pub merged_from: Option<i32>,
        pub is_minor: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody signed in on one device.
pub mod session {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        pub account_id: String,
        pub created_at: i64,
        pub seen_at: i64,
        pub expires_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A link that signs in once.
pub mod sign_in_link {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_link")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        pub account_id: String,
        pub created_at: i64,
        pub expires_at: i64,
        pub used_at: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A space of pages.
pub mod space {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "space")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub key: String,
        pub title_de: String,
        pub title_en: String,
        pub pillar: String,
        pub visibility: String,
        pub district: Option<String>,
        pub everyone_role: Option<String>,
        pub position: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
