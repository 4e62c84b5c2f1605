//! The one error type. A failure travels as `AppError` by `?`; `web` turns it into a page or
//! problem+json in one place. User mistakes are not errors: they are `kinds::Problem` values.

/// What can go wrong while answering.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such thing, or this reader may not know of it.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in and the address is not public.
    #[error("sign-in needed")]
    SignInNeeded,
    /// The person is signed in and may read this, but may not do that.
    #[error("forbidden")]
    Forbidden,
    /// The thing moved on while the person worked on it.
    #[error("conflict")]
    Conflict,
    /// The request cannot be understood; the message id says why.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// A text or body is larger than this many bytes.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// Too many attempts; come back after this many seconds.
    #[error("too many attempts, wait {0} s")]
    TooMany(u64),
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// Reading or writing a file failed.
    #[error("file: {0}")]
    Io(#[from] std::io::Error),
    /// Anything else that should not happen; the text is for the log only.
    #[error("{0}")]
    Failure(String),
}

/// Shorthand for everything that can fail.
pub type Result<T, E = AppError> = std::result::Result<T, E>;

impl AppError {
    /// A failure with a sentence for the log.
    pub fn failure(reason: impl std::fmt::Display) -> Self {
        Self::Failure(reason.to_string())
    }

    /// Whether the database refused a value because it is taken already.
    pub fn is_taken(&self) -> bool {
        let Self::Database(error) = self else {
            return false;
        };
        matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
    }
}
