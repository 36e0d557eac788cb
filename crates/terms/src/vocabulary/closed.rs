/// An enum whose every word is spelled once: `Word = "spelling"`, or `Word =
/// "spelling" | "as people say it"`. Words are ordered as they are listed.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$word_meta:meta])* $word:ident = $spelling:literal $(| $spoken:literal)?,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        pub enum $name {
            $($(#[$word_meta])* #[serde(rename = $spelling)] $word,)+
        }

        impl $name {
            /// Every word, in order.
            pub const ALL: [Self; [$($spelling),+].len()] = [$(Self::$word),+];

            /// The word as plans, data files and JSON spell it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$word => $spelling,)+
                }
            }

            /// The word as people say it.
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$word => vocabulary!(@spoken $spelling $($spoken)?),)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::problem::Problem;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let known = Self::ALL.into_iter().find(|one| one.as_str() == text);
                known.ok_or_else(|| {
                    let all = Self::ALL.map(Self::as_str);
                    let near = crate::suggest::did_you_mean(text, all);
                    let all = all.join(", ");
                    crate::problem::Problem::new(format!("expected one of {all}, found `{text}`"))
                        .or_help(near)
                })
            }
        }
    };
    (@spoken $spelling:literal) => {
        $spelling
    };
    (@spoken $spelling:literal $spoken:literal) => {
        $spoken
    };
}

#[cfg(test)]
mod tests {
    use crate::vocabulary::{ExerciseResult, Switch};

    #[test]
    fn each_word_is_spelled_in_one_way() {
        for one in ExerciseResult::ALL {
            assert_eq!(one.as_str().parse(), Ok(one));
            assert_eq!(one.as_str(), one.to_string());
        }
        let with_actions = ExerciseResult::PassedWithActions;
        assert_eq!(with_actions.to_string(), "passed-with-actions");
        assert_eq!(with_actions.words(), "passed with actions");
        assert_eq!(Switch::Manual.words(), "manual");
        let slip = "manuel".parse::<Switch>().unwrap_err();
        assert_eq!(
            slip.message,
            "expected one of automatic, manual, per-call, user, found `manuel`"
        );
        assert_eq!(slip.help.as_deref(), Some("did you mean `manual`?"));
    }
}
