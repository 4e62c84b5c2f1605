//! Pages that come in as files: the seed of a first start, and imports by whoever runs the
//! machine; and pages that go out as files. Nobody is told and nobody gets tasks by what happens here (product.md 4).

mod backup;
mod bring_back;
mod export;
mod import;
mod pagefile;
mod registers;
mod seed;
mod seed_attachments;
mod seed_pages;
mod seed_records;
mod site_kinds;
mod templates;
mod unpack;
mod whole;

pub use backup::{Holdings, backup, backup_beside, restore, unfinished_restore};
pub use bring_back::{BringBack, bring_back, bring_site_files};
pub use export::{Export, export, is_export};
pub use import::{Import, Source, Summary, import, open_source};
pub use pagefile::{FileReport, PageFile, RecordFile};
pub use registers::{Direction, Done, Registers, Words};
pub use seed::{SeedFiles, add_space, examples, first_start, follow_seed, remove_examples};
pub use seed_attachments::attach_seed_files;
pub use site_kinds::{SiteKinds, Told, check_kinds};
pub use templates::Template;
